/**
 * The {@code registry-sync} command. What is where:
 *
 * <ul>
 *   <li>The way in: {@code Main}, {@code RegistrySync} (subcommands, and what becomes of failures), {@code Shell} (what is
 *       around a command line), {@code Interrupts}, {@code Logging}, {@code ExitCode}, {@code UsageException},
 *       {@code Version}; {@code Rehearsal} is for the launcher.
 *   <li>Commands: {@code Command} and whatever ends in {@code Command}, one class each.
 *   <li>Options: {@code Option}, {@code Flag}, {@code Parameter}, {@code OptionList}, {@code OptionGroup}; those that
 *       several commands share end in {@code Options}, and {@code SingleRegistry}.
 *   <li>What is meant by names: {@code ImageName}, {@code Place}, {@code Places}, {@code Root}, {@code Selections},
 *       {@code CopyRequest}, {@code ImageList}, {@code Lines}, {@code EnvironmentProxy}.
 *   <li>Runs: {@code CopyRun}, {@code SyncRuns}, {@code Watch}, {@code WatchedFile}, and how they end: {@code CopyOutcome},
 *       {@code SyncsOutcome}, {@code Comparison}, {@code FailedImage}, {@code EarlyFailure}.
 *   <li>What is told: {@code CopyView} with {@code TextView}, {@code LiveView} and {@code JsonView}, {@code CompareView},
 *       {@code ReportFile}, {@code Json}, {@code PlanText}, {@code Summary}, {@code FailureText}, {@code ScriptText},
 *       {@code ImageFacts}.
 *   <li>The terminal: {@code Screen}, {@code WindowSize}, {@code ProgressView}, {@code Style}, {@code Table},
 *       {@code Amounts}, {@code Rates}, {@code Foreign}.
 * </ul>
 *
 * <p>They are no packages: two thirds of them would have to be public for it.
 */
@NullMarked
package io.registrysync.cli;

import org.jspecify.annotations.NullMarked;
