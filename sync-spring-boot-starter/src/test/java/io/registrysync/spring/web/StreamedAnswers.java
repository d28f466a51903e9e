package io.registrysync.spring.web;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Describes what methods write by themselves. */
@SuppressWarnings("rawtypes") // The model of OpenAPI is.
final class StreamedAnswers implements OperationCustomizer, OpenApiCustomizer {
    private final Map<String, Schema> types = new TreeMap<>();

    @Override
    public Operation customize(Operation operation, HandlerMethod method) {
        Streamed streamed = method.getMethodAnnotation(Streamed.class);
        if (streamed != null) {
            List<Schema> schemas =
                    Arrays.stream(streamed.value()).map(this::schema).toList();
            Schema<?> schema = schemas.size() == 1 ? schemas.get(0) : new Schema<>().oneOf(schemas);
            Content content = new Content().addMediaType(streamed.mediaType(), new MediaType().schema(schema));
            Objects.requireNonNull(operation.getResponses().get("200")).content(content);
        }
        return operation;
    }

    private Schema schema(Class<?> type) {
        ResolvedSchema resolved =
                ModelConverters.getInstance(true).resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        types.putAll(resolved.referencedSchemas);
        return resolved.schema;
    }

    @Override
    public void customise(OpenAPI description) {
        types.forEach(description.getComponents()::addSchemas);
    }
}
