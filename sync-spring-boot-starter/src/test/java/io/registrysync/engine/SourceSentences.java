package io.registrysync.engine;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The English sentences in Java sources, with what varies as <code>{0}</code>, <code>{1}</code> and so on: text of two
 * words and more that is no SQL, and is neither logged nor said to programmers only. A sentence of which a part is
 * chosen by a condition is found in each of its forms.
 */
final class SourceSentences extends TreeScanner<@Nullable Void, @Nullable Void> {
    private static final String HOLE = "\0";
    private static final Pattern HOLES = Pattern.compile("\0+");
    private static final Pattern WORDS =
            Pattern.compile("[A-Za-z]{2,}[,:;.]? [A-Za-z({'\"\0]|[a-z]{2,}[:,]? \0|^a [a-z]{2,}");
    /** SQL, columns, regular expressions, scripts, and what goes to machines. */
    private static final Pattern NOT_SAID = Pattern.compile(
            "\\b[A-Z_]+ (?:BY|INTO|NULL|KEY|IN \\(<|AUTOINCREMENT)\\b|"
                    + "\\b(?:SELECT|WHERE|OR|DESC|TIMESTAMP|RUNNING|QUEUED|PENDING|PRAGMA|LOCKED|LIKE|s\\.user_id|execution_id)\\b|"
                    + "^[\\w.]+(?:,\\s?[\\w.\0]+)+$|<html>|-----|"
                    + "^(?:application/|attachment; |bytes |\0?event: |id: |#!|\\nif \\[|Basic |Bearer |PLAIN |default-src |delivery \0|\\w+\\[|\\^)| IN \\(<");

    /** What a programmer has done wrong, not a user. */
    private static final Set<String> FOR_PROGRAMMERS =
            Set.of("IllegalStateException", "AssertionError", "NoSuchElementException");
    /** Methods that look for a text. */
    private static final Set<String> NOT_SAYING =
            Set.of("compile", "contains", "createQuery", "createUpdate", "endsWith", "matches", "startsWith");

    private final Set<String> found = new TreeSet<>();

    private SourceSentences() {}

    /** Those of the files that {@code isRead}. */
    static Set<String> in(List<Path> folders, Predicate<Path> isRead) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> each = Files.walk(folder)) {
                each.filter(file -> file.toString().endsWith(".java") && isRead.test(file))
                        .forEach(files::add);
            }
        }
        SourceSentences sentences = new SourceSentences();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
            task.parse().forEach(unit -> sentences.scan(unit, null));
        }
        return sentences.found;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void nothing) {
        return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(MethodInvocationTree tree, @Nullable Void nothing) {
        String method = tree.getMethodSelect().toString();
        if (method.startsWith("LOG.") || NOT_SAYING.contains(method.substring(method.lastIndexOf('.') + 1))) {
            return scan(tree.getMethodSelect(), null);
        }
        return super.visitMethodInvocation(tree, null);
    }

    @Override
    public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void nothing) {
        return FOR_PROGRAMMERS.contains(tree.getIdentifier().toString()) ? null : super.visitNewClass(tree, null);
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
        forms(tree).forEach(this::add);
        return null;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
        List<String> forms = forms(tree);
        if (forms.equals(List.of(HOLE))) {
            return super.visitBinary(tree, null);
        }
        forms.forEach(this::add);
        scanHoles(tree);
        return null;
    }

    /** What is said within a part that varies. */
    private void scanHoles(ExpressionTree tree) {
        ExpressionTree bare = bare(tree);
        if (bare instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            scanHoles(sum.getLeftOperand());
            scanHoles(sum.getRightOperand());
        } else if (bare instanceof ConditionalExpressionTree choice
                && !forms(choice).equals(List.of(HOLE))) {
            scan(choice.getCondition(), null);
            scanHoles(choice.getTrueExpression());
            scanHoles(choice.getFalseExpression());
        } else if (!(bare instanceof LiteralTree)) {
            scan(bare, null);
        }
    }

    private static ExpressionTree bare(ExpressionTree tree) {
        return tree instanceof ParenthesizedTree inner ? bare(inner.getExpression()) : tree;
    }

    private static List<String> forms(ExpressionTree tree) {
        ExpressionTree bare = bare(tree);
        if (bare instanceof LiteralTree literal) {
            return List.of(literal.getValue() instanceof String text ? text.replace(HOLE, "") : HOLE);
        }
        if (bare instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
            List<String> forms = new ArrayList<>();
            for (String left : forms(sum.getLeftOperand())) {
                forms(sum.getRightOperand()).forEach(right -> forms.add(left + right));
            }
            return forms.stream().allMatch(form -> HOLES.matcher(form).matches()) ? List.of(HOLE) : forms;
        }
        if (bare instanceof ConditionalExpressionTree choice) {
            List<String> forms = new ArrayList<>(forms(choice.getTrueExpression()));
            forms.addAll(forms(choice.getFalseExpression()));
            return forms.stream().allMatch(form -> HOLES.matcher(form).matches()) ? List.of(HOLE) : forms;
        }
        return List.of(HOLE);
    }

    private void add(String form) {
        if (!WORDS.matcher(form).find() || NOT_SAID.matcher(form).find()) {
            return;
        }
        StringBuilder numbered = new StringBuilder();
        Matcher holes = HOLES.matcher(form);
        for (int number = 0; holes.find(); number++) {
            holes.appendReplacement(numbered, "{" + number + "}");
        }
        found.add(holes.appendTail(numbered).toString().strip());
    }
}
