package io.registrysync.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What takes the place of a match. RE2 would complain of a wrong group only when the first name matches. */
final class Replacement {
    private static final Pattern SPECIAL = Pattern.compile("\\\\.?|\\$(?:([0-9])|\\{([A-Za-z0-9_]+)\\})?");

    private Replacement() {}

    static void check(String replacement, Regex regex) {
        String pattern = RuleException.quote(regex.toString());
        Matcher special = SPECIAL.matcher(replacement);
        while (special.find()) {
            String number = special.group(1);
            String name = special.group(2);
            if (special.group().equals("\\") || special.group().equals("$")) {
                throw wrong(replacement, special, "stands alone; write '\\" + special.group() + "' for the character");
            }
            // Further digits belong to the number only as long as there is such a group.
            if (number != null && Integer.parseInt(number) > regex.groupCount()) {
                throw wrong(
                        replacement,
                        special,
                        "is a group that " + pattern + " does not have; it has " + regex.groupCount());
            }
            if (name != null && !regex.groupNames().contains(name)) {
                throw wrong(
                        replacement,
                        special,
                        "is a group that " + pattern + " does not have; write (?P<" + name + ">…) there");
            }
        }
    }

    private static RuleException wrong(String replacement, Matcher special, String what) {
        return new RuleException("in the replacement " + RuleException.quote(replacement) + ", '" + special.group()
                + "' at character " + (special.start() + 1) + " " + what);
    }
}
