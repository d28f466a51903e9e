package io.registrysync.spec;

import io.registrysync.filter.NameMapping;
import io.registrysync.filter.Repositories;
import io.registrysync.filter.Tags;

/** Whether rules can be understood: makes of each what will be made of it later, and lets its complaint pass. */
final class Rules {
    private Rules() {}

    static String regex(String text) {
        Tags.include(text);
        return text;
    }

    static String imageGlob(String text) {
        Tags.all().includeImages(text);
        return text;
    }

    static String repositoryGlob(String text) {
        Repositories.include(text);
        return text;
    }

    static String semver(String text) {
        Tags.all().semver(text);
        return text;
    }

    static void rename(String match, String replace) {
        NameMapping.rename(match, replace);
    }
}
