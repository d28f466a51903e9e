package io.registrysync.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.registrysync.store.Databases;
import io.registrysync.store.Store;
import io.registrysync.store.TaskEntry.Overlap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class LiveFeedTest {
    @ParameterizedTest
    @EnumSource
    void a_thousand_watchers_cost_a_query_a_second(Databases databases) throws Exception {
        try (Workshop shop = new Workshop(databases)) {
            long id = shop.begin(shop.task("nightly", "", Overlap.REFUSE));
            AtomicInteger connections = new AtomicInteger();
            Store counted = Store.in(counting(shop.store.dataSource(), connections))
                    .keys(Databases.KEYS)
                    .open();
            CountDownLatch closing = new CountDownLatch(1);
            LiveFeed feed = new LiveFeed(counted, InstantSource.system(), closing);
            AtomicInteger[] heard = new AtomicInteger[1000];
            for (int i = 0; i < heard.length; i++) {
                AtomicInteger count = new AtomicInteger();
                heard[i] = count;
                feed.watch(id, 0, update -> count.incrementAndGet());
            }
            connections.set(0);
            Thread thread = new Thread(feed::loop);
            thread.start();

            Workshop.await(() -> heard[999].get() >= 3);
            closing.countDown();
            thread.join();

            assertThat(connections.get()).isEqualTo(heard[0].get());
            assertThat(heard).allMatch(count -> count.get() == heard[0].get());
        }
    }

    private static DataSource counting(DataSource source, AtomicInteger connections) {
        return (DataSource) Proxy.newProxyInstance(
                LiveFeedTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        connections.incrementAndGet();
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getTargetException();
                    }
                });
    }
}
