package io.registrysync.spring.server;

import io.registrysync.store.StoreException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The server as a tool that a command line finds without knowing it. Its arguments are properties, and it returns when the
 * server has ended.
 */
public final class ServerTool implements ToolProvider {
    /** For the service loader. */
    public ServerTool() {}

    @Override
    public String name() {
        return "registry-sync-server";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... arguments) {
        CountDownLatch closed = new CountDownLatch(1);
        try {
            ConfigurableApplicationContext server = ServerApplication.start(arguments);
            server.addApplicationListener((ApplicationListener<ContextClosedEvent>) event -> closed.countDown());
            String port = server.getEnvironment().getProperty("local.server.port", "");
            out.println("Registry Sync serves on port " + port + "; Ctrl-C ends it.");
            out.flush();
            closed.await();
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 130;
        } catch (RuntimeException failed) {
            err.println("error: " + reason(failed));
            err.flush();
            return 2;
        }
    }

    /** What a person can do something about, from beneath what wraps it. */
    private static String reason(RuntimeException failed) {
        String deepest = String.valueOf(failed.getMessage());
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreException
                    || cause.getClass().getSimpleName().equals("PortInUseException")) {
                return String.valueOf(cause.getMessage());
            }
            deepest = String.valueOf(cause.getMessage());
        }
        return deepest;
    }
}
