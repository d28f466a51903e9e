package io.registrysync.layout;

import io.registrysync.registry.RegistryException;
import io.registrysync.registry.RegistryException.Kind;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;

/** What goes wrong with files, said like everything else that goes wrong; and moves that survive a crash. */
final class Disk {
    private Disk() {}

    /** Something that is done with files. */
    interface Action<T> {
        T run() throws IOException;
    }

    /** Does it; what the disk says becomes the reason of a failure that no second try mends. */
    static <T> T on(String operation, String name, Action<T> action) {
        try {
            return action.run();
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            throw new CancellationException("interrupted");
        } catch (IOException failed) {
            throw RegistryException.of(Kind.REFUSED, operation, name, reason(failed), failed);
        }
    }

    /** Java leaves the reason to the class of some exceptions, whose message is only the path. */
    static String reason(IOException failed) {
        if (failed instanceof NoSuchFileException missing) {
            return missing.getFile() + " does not exist";
        }
        if (failed instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        if (failed instanceof FileSystemException other && other.getReason() == null) {
            return other.getClass().getSimpleName().replace("Exception", "") + ": " + other.getFile();
        }
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message;
    }

    /** Gives a complete file its name: whoever opens that sees the old content or the new, also after a crash. */
    static void publish(Path complete, Path name) throws IOException {
        try (FileChannel file = FileChannel.open(complete, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        try {
            Files.move(complete, name, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException unsupported) {
            throw new IOException(
                    "the file system cannot move " + complete + " to " + name + " in one step", unsupported);
        }
    }

    /** Makes what was moved into a folder last through a crash. */
    static void settle(Path folder) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException unsupported) {
            // Not every system can do that with folders; those that cannot order their writes by themselves.
        }
    }
}
