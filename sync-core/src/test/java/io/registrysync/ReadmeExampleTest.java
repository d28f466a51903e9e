package io.registrysync;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.fixture.Images;
import io.registrysync.fixture.StrictRegistry;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is a program: it is compiled as it stands there, and run. */
class ReadmeExampleTest {
    private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void example_of_the_readme_compiles_and_copies(@TempDir Path folder) throws Exception {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "README.md")));
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Mirror.java"), example.group(1));
        int problems = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(problems).isZero();

        try (StrictRegistry from = StrictRegistry.start();
                StrictRegistry to = StrictRegistry.start();
                URLClassLoader classes =
                        new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            from.seed("library/web", "1.25.3", Images.multiPlatform(1, "linux/amd64", "linux/arm64"));
            from.seed(
                    "library/web", "1.26.0", Images.single(2).layers(1000, 2000).build());

            classes.loadClass("Mirror").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {from.host(), to.host()});

            assertThat(to.tags("prod/web")).containsExactly("1.25.3", "1.26.0");
            assertThat(to.tags("staging/web")).containsExactly("1.25.3", "1.26.0");
            assertThat(to.manifest("staging/web", "1.25.3").orElseThrow().digest())
                    .isEqualTo(
                            from.manifest("library/web", "1.25.3").orElseThrow().digest());
        }
    }
}
