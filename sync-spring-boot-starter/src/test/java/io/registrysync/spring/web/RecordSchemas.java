package io.registrysync.spring.web;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What records say of their components: those that may be left out, and those that are null where there is nothing. A
 * schema is named by a simple name; two records of one name would be described as one.
 */
final class RecordSchemas implements ModelConverter {
    private final Map<String, Class<?>> named = new HashMap<>();

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> found = chain.next().resolve(type, context, chain);
        JavaType java = Json.mapper().constructType(type.getType());
        if (found != null && java != null && java.getRawClass().isRecord()) {
            describe(java.getRawClass(), model(found, context));
        }
        return found;
    }

    private static @Nullable Schema<?> model(Schema<?> found, ModelConverterContext context) {
        String reference = found.get$ref();
        return reference == null
                ? found
                : context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private void describe(Class<?> type, @Nullable Schema<?> model) {
        Class<?> other = named.putIfAbsent(type.getSimpleName(), type);
        if (other != null && other != type) {
            throw new IllegalStateException("one name for two records: " + other + " and " + type);
        }
        if (model == null || model.getProperties() == null) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() == Optional.class) {
                model.getProperties().computeIfPresent(component.getName(), (name, schema) -> orNull(schema));
            }
        }
        model.setRequired(Arrays.stream(type.getRecordComponents())
                .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName)
                .filter(model.getProperties()::containsKey)
                .toList());
    }

    private static Schema<?> orNull(Schema<?> schema) {
        Schema<?> nothing = new Schema<>();
        nothing.addType("null");
        return schema.getAnyOf() == null ? new Schema<>().anyOf(List.of(schema, nothing)) : schema;
    }
}
