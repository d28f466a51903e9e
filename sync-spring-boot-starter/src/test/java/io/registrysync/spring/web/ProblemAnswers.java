package io.registrysync.spring.web;

import io.registrysync.spring.security.ProblemCode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Arrays;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;

/** Describes what any call answers that is not what was asked for (RFC 9457). */
@SuppressWarnings({"rawtypes", "unchecked"}) // The model of OpenAPI is.
final class ProblemAnswers implements OpenApiCustomizer {
    @Override
    public void customise(OpenAPI description) {
        description.getComponents().addSchemas("Problem", problem());
        description.getComponents().addSchemas("Mistake", mistake());
        description
                .getPaths()
                .values()
                .forEach(
                        path -> path.readOperations()
                                .forEach(
                                        operation -> operation
                                                .getResponses()
                                                .addApiResponse(
                                                        "default",
                                                        new ApiResponse()
                                                                .description("What is wrong")
                                                                .content(
                                                                        new Content()
                                                                                .addMediaType(
                                                                                        "application/problem+json",
                                                                                        new MediaType()
                                                                                                .schema(
                                                                                                        new Schema<>()
                                                                                                                .$ref(
                                                                                                                        "#/components/schemas/Problem")))))));
    }

    private static Schema<?> problem() {
        StringSchema code = new StringSchema();
        code.setEnum(Arrays.stream(ProblemCode.values())
                .map(ProblemCode::toString)
                .sorted()
                .toList());
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema().format("int32"))
                .addProperty("detail", new StringSchema().description("What happened, in English"))
                .addProperty("instance", new StringSchema())
                .addProperty("code", code)
                .addProperty("hint", new StringSchema().description("What to do about it"))
                .addProperty(
                        "errors",
                        new ArraySchema()
                                .items(new Schema<>().$ref("#/components/schemas/Mistake"))
                                .description("Each mistake in a sync or a sync file"))
                .addProperty(
                        "fields",
                        new ObjectSchema()
                                .additionalProperties(new StringSchema())
                                .description("What is wrong with each field of a channel"))
                .required(List.of("type", "title", "status", "detail", "code"));
    }

    private static Schema<?> mistake() {
        return new ObjectSchema()
                .addProperty("path", new StringSchema().description("Empty in a text"))
                .addProperty("line", new IntegerSchema().format("int32").description("0 where there are no lines"))
                .addProperty("message", new StringSchema())
                .required(List.of("path", "line", "message"));
    }
}
