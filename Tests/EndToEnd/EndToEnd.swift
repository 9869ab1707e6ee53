import AuraLab
import Testing

/// The tests that need network namespaces: the real program, real processes, a network of their own.
///
/// One at a time: they measure time, and there is one machine.
@Suite(
    "End to end", .serialized,
    .enabled("needs root and the packages of scripts/setup; see standard error") { await Privileges.canUseNamespaces },
    .timeLimit(.minutes(4)))
enum EndToEnd {}
