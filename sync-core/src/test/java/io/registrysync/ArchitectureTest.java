package io.registrysync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines that the house is built along. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.registrysync");

    @Test
    void packages_depend_on_each_other_in_one_direction() {
        slices().matching("io.registrysync.(*)..").should().beFreeOfCycles().check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.registrysync.oci")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.registrysync.registry", "io.registrysync.layout", "io.registrysync.sync")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.registrysync.registry")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.registrysync.layout", "io.registrysync.sync")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.registrysync.layout")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.registrysync.sync")
                .check(CLASSES);
    }

    @Test
    void the_http_library_hides_behind_the_transport() {
        noClasses()
                .that(areNotWithin("ApacheTransport", "LazyTls"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hc..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void http_is_sent_in_one_place() {
        noClasses()
                .that(areNotWithin("HttpCalls"))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "sends by the transport",
                        call -> call.getName().equals("send")
                                && call.getTargetOwner().getSimpleName().endsWith("Transport")))
                .check(CLASSES);
    }

    @Test
    void nothing_is_printed_and_nothing_is_logged_past_slf4j() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..")
                .check(CLASSES);
    }

    @Test
    void public_signatures_name_only_our_types_and_those_of_the_platform() {
        List<String> foreign = CLASSES.stream()
                .filter(ArchitectureTest::isPublic)
                .flatMap(type -> type.getMembers().stream())
                .filter(ArchitectureTest::isVisible)
                .flatMap(member -> types(member)
                        .filter(type -> !isOurs(type))
                        .map(type -> member.getFullName() + " names " + type.getName()))
                .distinct()
                .toList();

        assertThat(foreign).isEmpty();
    }

    @Test
    void public_types_are_those_that_were_agreed_upon() throws IOException {
        List<String> agreed;
        try (InputStream list = ArchitectureTest.class.getResourceAsStream("public-types.txt")) {
            agreed = new String(Objects.requireNonNull(list).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }

        assertThat(CLASSES.stream().filter(ArchitectureTest::isPublic).map(JavaClass::getName))
                .as("every public type is a promise; change public-types.txt only on purpose")
                .containsExactlyInAnyOrderElementsOf(agreed);
    }

    private static DescribedPredicate<JavaClass> areNotWithin(String... names) {
        return DescribedPredicate.describe(
                "are not within " + String.join(", ", names),
                type -> Stream.of(names).noneMatch(name -> type.getName().matches(".*\\." + name + "(\\$.*)?")));
    }

    /** Seen from outside: all that enclose it are public too. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true)
                && !type.getSimpleName().equals("package-info");
    }

    private static boolean isVisible(JavaMember member) {
        return (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED))
                && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
    }

    private static Stream<JavaClass> types(JavaMember member) {
        Stream<JavaType> types = member instanceof JavaCodeUnit code
                ? Stream.concat(
                        Stream.of(code.getReturnType()),
                        Stream.concat(code.getParameterTypes().stream(), code.getExceptionTypes().stream()))
                : Stream.of(((JavaField) member).getType());
        return types.flatMap(type -> type.getAllInvolvedRawTypes().stream()).map(JavaClass::getBaseComponentType);
    }

    private static boolean isOurs(JavaClass type) {
        return type.isPrimitive()
                || type.getPackageName().startsWith("io.registrysync")
                || (type.getPackageName().startsWith("java.")
                        && !type.getPackageName().startsWith("java.net.http"));
    }
}
