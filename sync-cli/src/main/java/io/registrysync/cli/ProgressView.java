package io.registrysync.cli;

import io.registrysync.sync.SyncProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws how far a run is: one line per blob on its way, and one for all. A function of its arguments.
 *
 * <p>What does not fit is left out in the order of its worth: a narrow window loses names before bars, and bars before
 * numbers.
 */
final class ProgressView {
    private static final int DIGEST = 8;
    private static final int SIZE = 13;
    private static final int RATE = 9;
    private static final int LONGEST_BAR = 40;
    private static final int LONGEST_NAME = 40;
    private static final int SHORTEST_BAR = 8;
    private static final String GAP = "  ";

    private final Style style;
    private final WindowSize window;

    private ProgressView(Style style, WindowSize window) {
        this.style = style;
        this.window = window;
    }

    /** The lines for a window, none of them longer than it is wide, and leaving one of its rows to the cursor. */
    static List<String> lines(SyncProgress progress, Rates rates, WindowSize window, Style style) {
        return new ProgressView(style, window).lines(progress, rates);
    }

    private List<String> lines(SyncProgress progress, Rates rates) {
        List<SyncProgress.ActiveBlob> blobs = progress.active();
        // The cursor, the total and one row of what scrolls by keep their place.
        int room = Math.max(0, window.rows() - 3);
        int shown = blobs.size() <= room ? blobs.size() : Math.max(0, room - 1);
        List<String> lines = new ArrayList<>();
        int name = nameWidth(blobs.subList(0, shown));
        for (SyncProgress.ActiveBlob blob : blobs.subList(0, shown)) {
            lines.add(blob(blob, rates.of(blob), name));
        }
        if (shown < blobs.size() && room > 0) {
            lines.add(style.dim(cut(" " + style.ellipsis() + " and " + (blobs.size() - shown) + " more", columns())));
        }
        lines.add(total(progress, rates));
        return lines;
    }

    // ---- one blob -------------------------------------------------------------------------------------------------

    private String blob(SyncProgress.ActiveBlob blob, double rate, int nameWidth) {
        String digest = cut(blob.digest().encoded(), DIGEST);
        double fraction = blob.size() == 0 ? 1 : (double) blob.sent() / blob.size();
        String size = padLeft(Amounts.portion(blob.sent(), blob.size()), SIZE);
        int bar = columns() - 1 - DIGEST - GAP.length() * 2 - SIZE;
        if (bar < SHORTEST_BAR) {
            return cut(" " + digest + GAP + percent(fraction), columns());
        }
        String line = " " + style.dim(digest) + GAP;
        if (nameWidth > 0) {
            bar -= nameWidth + GAP.length();
            line += padRight(lastPart(blob.repository(), nameWidth), nameWidth) + GAP;
        }
        boolean withRate = bar - RATE - GAP.length() >= SHORTEST_BAR;
        bar -= withRate ? RATE + GAP.length() : 0;
        return line
                + style.bar(fraction, Math.min(bar, LONGEST_BAR))
                + GAP
                + size
                + (withRate ? GAP + padLeft(rate > 0 ? Amounts.rate(rate) : "", RATE) : "");
    }

    /** As wide as the longest name, but never more than what bars leave; 0 where the window is too narrow for names. */
    private int nameWidth(List<SyncProgress.ActiveBlob> blobs) {
        int free = columns() - 1 - DIGEST - SIZE - RATE - 4 * GAP.length();
        if (free < 3 * SHORTEST_BAR) {
            return 0;
        }
        int longest = blobs.stream()
                .mapToInt(blob -> blob.repository().length())
                .max()
                .orElse(0);
        return Math.min(Math.min(longest, LONGEST_NAME), Math.max(free / 2, free - LONGEST_BAR));
    }

    // ---- all ------------------------------------------------------------------------------------------------------

    private String total(SyncProgress progress, Rates rates) {
        SyncProgress.Images images = progress.images();
        SyncProgress.Blobs blobs = progress.blobs();
        SyncProgress.Bytes bytes = progress.bytes();
        long there = bytes.sent() + bytes.present();
        double fraction = bytes.total() == 0 ? 0 : (double) there / bytes.total();
        String imageCount = images.done() + "/" + images.total() + (images.total() == 1 ? " image" : " images");
        String blobCount = blobs.uploaded() + blobs.present() + blobs.failed() + "/" + blobs.total() + " blobs";
        String byteCount = Amounts.portion(there, bytes.total());
        String rate = rates.total() > 0 ? Amounts.rate(rates.total()) : "";
        Optional<String> left = rates.remaining(progress).map(Amounts::clock).map(time -> time + " left");

        // By worth, so that a narrow window keeps what matters most; then in the order in which they are read.
        Parts parts = new Parts(columns() - 1);
        boolean hasPercent = parts.take(padLeft(percent(fraction), 5));
        boolean hasImages = parts.take(imageCount);
        boolean hasLeft = left.isPresent() && parts.take(left.get());
        boolean hasRate = !rate.isEmpty() && parts.take(rate);
        boolean hasBytes = parts.take(byteCount);
        int bar = Math.min(LONGEST_BAR, parts.left - GAP.length());
        boolean hasBar = bar >= SHORTEST_BAR;
        int withBlobs = bar - blobCount.length() - GAP.length();
        boolean hasBlobs = withBlobs >= SHORTEST_BAR || (parts.left > blobCount.length() + GAP.length() && !hasBar);
        if (hasBlobs && hasBar) {
            bar = Math.min(LONGEST_BAR, parts.left - 2 * GAP.length() - blobCount.length());
        }

        List<String> shown = new ArrayList<>();
        addIf(hasPercent, shown, style.bold(padLeft(percent(fraction), 5)));
        addIf(hasBar, shown, hasBar ? style.bar(fraction, bar) : "");
        addIf(hasImages, shown, style.bold(imageCount));
        addIf(hasBlobs, shown, blobCount);
        addIf(hasBytes, shown, byteCount);
        addIf(hasRate, shown, rate);
        addIf(hasLeft, shown, left.orElse(""));
        return " " + String.join(GAP, shown);
    }

    /** Counts what fits into a line. */
    private static final class Parts {
        private int left;

        Parts(int width) {
            left = width + GAP.length();
        }

        boolean take(String part) {
            int needed = part.length() + GAP.length();
            if (needed > left) {
                return false;
            }
            left -= needed;
            return true;
        }
    }

    // ---- text -----------------------------------------------------------------------------------------------------

    private int columns() {
        return window.columns();
    }

    private static void addIf(boolean wanted, List<String> parts, String part) {
        if (wanted) {
            parts.add(part);
        }
    }

    private static String percent(double fraction) {
        return (int) Math.floor(Math.max(0, Math.min(1, fraction)) * 100) + " %";
    }

    /** The end of a name says more than its beginning. */
    private String lastPart(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        String mark = style.ellipsis();
        return width <= mark.length()
                ? mark.substring(0, width)
                : mark + name.substring(name.length() - width + mark.length());
    }

    private static String cut(String text, int width) {
        return text.substring(0, Math.min(text.length(), Math.max(0, width)));
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
