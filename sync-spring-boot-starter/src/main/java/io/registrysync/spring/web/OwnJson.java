package io.registrysync.spring.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the REST interface's own types: it stays as it is documented however the host's mapper is set up, and a property
 * that nobody knows is an error. Types of the host are left to the host.
 */
final class OwnJson extends JacksonJsonHttpMessageConverter {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String PACKAGE = OwnJson.class.getPackageName();

    OwnJson() {
        super(MAPPER);
    }

    @Override
    public boolean canRead(ResolvableType type, @Nullable MediaType mediaType) {
        return isOwn(type.toClass()) && super.canRead(type, mediaType);
    }

    @Override
    public boolean canWrite(ResolvableType targetType, Class<?> valueClass, @Nullable MediaType mediaType) {
        return isOwn(valueClass) && super.canWrite(targetType, valueClass, mediaType);
    }

    private static boolean isOwn(Class<?> type) {
        return type.getPackageName().equals(PACKAGE);
    }
}
