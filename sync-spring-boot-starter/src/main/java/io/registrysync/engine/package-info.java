/**
 * Runs tasks on one node or on several that share a database: {@link io.registrysync.engine.SyncEngine} begins, stops and
 * repeats executions, and shows what is going on.
 *
 * <p>An execution is cut into units, one source repository each. It has lanes, which are rows of db-scheduler's table; a
 * lane takes one unit after another. A lane of a dead node is taken up by another node and resumes the unit it had. What a
 * node that was taken for dead still reports does not count. Knows nothing of Spring.
 */
@NullMarked
package io.registrysync.engine;

import org.jspecify.annotations.NullMarked;
