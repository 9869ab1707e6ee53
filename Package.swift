// swift-tools-version: 6.2
import PackageDescription

/// `make fuzz` only: our code is instrumented for libFuzzer, and the program that needs it is there.
let isFuzzing = Context.environment["AURA_FUZZ"] != nil
let instrumentation: [SwiftSetting] = isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : []

/// The newest language rules, and a warning is an error.
let languageRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableExperimentalFeature("Lifetimes"),
]

/// `make bench-ceiling` only: packets are not encrypted, which shows what everything else costs. The program is then called
/// by another name, and it is built into another folder, so that it cannot be taken for `aura`.
let isWithoutCipher = Context.environment["AURA_INSECURE_NULL_CIPHER"] != nil
let cipher: [SwiftSetting] = isWithoutCipher ? [.define("AURA_INSECURE_NULL_CIPHER")] : []
let program = isWithoutCipher ? "aura-insecure-null-cipher" : "aura"

/// Every Aura target.
let houseRules = languageRules + instrumentation + cipher

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = ["NIOCore", "NIOHTTP1", "NIOPosix", "NIOTLS"].map {
    .product(name: $0, package: "swift-nio")
}
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let swiftASN1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")

/// A library module of the house (DESIGN: imports point down this list, never up).
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: houseRules)
}

/// The unit tests of one module.
func tests(of name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.init(stringLiteral: name)] + more, exclude: exclude,
        swiftSettings: houseRules)
}

/// A program of the laboratory: not part of what is shipped.
func tool(_ name: String, _ path: String) -> Target {
    .executableTarget(name: name, dependencies: ["AuraLab", argumentParser], path: path, swiftSettings: houseRules)
}

let package = Package(
    name: "aura",
    platforms: [.macOS(.v26)],
    products: [.executable(name: program, targets: [program])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        // Pinned to the minor: AuraCrypto calls the BoringSSL inside it, which is not API.
        .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .target(name: "CAura"),
        .target(
            name: "CNgtcp2", dependencies: ["CAura"],
            linkerSettings: ["ngtcp2", "ngtcp2_crypto_gnutls", "gnutls"].map { .linkedLibrary($0) }),
        module("AuraCrypto", [crypto]),
        module("AuraPKI", [crypto, swiftASN1, x509]),
        module("AuraWire", []),
        module("AuraSession", ["AuraCrypto", "AuraPKI", "AuraWire", crypto]),
        module("AuraTunnel", ["AuraWire", "CAura", subprocess]),
        module(
            "AuraTransport",
            ["AuraCrypto", "AuraWire", "CAura", "CNgtcp2", crypto, logging, nioHPACK, nioHTTP2, nioSSL] + nio),
        module("AuraDecoy", [asyncHTTPClient, logging, nioCore, nioHTTP1, nioPosix]),
        module("AuraConfig", ["AuraWire", tomlKit]),
        module("AuraBridges", ["AuraConfig", "AuraPKI", "AuraWire"]),
        module("AuraControl", [asyncHTTPClient, hummingbird, lifecycle, logging, nioCore, nioPosix]),
        module(
            "AuraNode",
            [
                "AuraBridges", "AuraConfig", "AuraControl", "AuraCrypto", "AuraDecoy", "AuraPKI", "AuraSession",
                "AuraTransport",
                "AuraTunnel", "AuraWire", crypto, lifecycle, logging,
            ]),
        .executableTarget(
            name: program,
            dependencies: [
                "AuraBridges", "AuraConfig", "AuraControl", "AuraNode", "AuraPKI", argumentParser, lifecycle, logging,
                unixSignals,
            ],
            path: "Sources/aura",
            swiftSettings: houseRules),

        // The laboratory: network namespaces for the end-to-end tests, the demo and the benchmark.
        .target(
            name: "AuraLab", dependencies: [subprocess, unixSignals], path: "Tests/Lab",
            resources: [.embedInCode("Resources")], swiftSettings: houseRules),
        tool("aura-flood", "Tests/Flood"),
        tool("aura-demo", "Benchmarks/Demo"),
        .target(name: "AuraBenchKit", path: "Benchmarks/Kit", swiftSettings: houseRules),
        .executableTarget(
            name: "aura-bench", dependencies: ["AuraBenchKit", "AuraLab", argumentParser], path: "Benchmarks/Tunnel",
            swiftSettings: houseRules),
        .target(name: "CCounting", path: "Benchmarks/Counting"),
        .executableTarget(
            name: "aura-micro",
            dependencies: [
                "AuraCrypto", "AuraPKI", "AuraSession", "AuraTransport", "AuraTunnel", "AuraWire", "CCounting",
                argumentParser, crypto, logging,
            ],
            path: "Benchmarks/Micro", swiftSettings: houseRules),
        .executableTarget(
            name: "aura-swarm",
            dependencies: [
                "AuraBenchKit", "AuraConfig", "AuraCrypto", "AuraLab", "AuraPKI", "AuraSession", "AuraTransport",
                "AuraWire", argumentParser, logging,
            ],
            path: "Benchmarks/Swarm", swiftSettings: houseRules),
        .target(
            name: "AuraFuzz", dependencies: ["AuraBridges", "AuraConfig", "AuraPKI", "AuraWire"],
            path: "Tests/Fuzz/Targets",
            swiftSettings: houseRules),

        tests(of: "AuraCrypto", [crypto]),
        tests(of: "AuraPKI", [crypto, swiftASN1, x509]),
        tests(of: "AuraWire"),
        tests(of: "AuraSession", ["AuraCrypto", "AuraPKI", "AuraTransport", "AuraWire", crypto]),
        tests(of: "AuraTunnel", ["AuraWire"]),
        tests(
            of: "AuraTransport",
            ["AuraCrypto", "AuraWire", "CAura", crypto, logging, nioEmbedded, nioHPACK, nioHTTP2, nioSSL] + nio),
        tests(of: "AuraDecoy", [logging, nioCore, nioEmbedded, nioHTTP1, nioHTTP2, nioPosix, nioSSL]),
        tests(of: "AuraConfig", ["AuraWire"]),
        tests(of: "AuraBridges", ["AuraConfig", "AuraPKI", "AuraWire", crypto, x509]),
        tests(of: "AuraControl", [asyncHTTPClient, lifecycle, logging, nioCore, nioHTTP1, nioPosix]),
        tests(of: "AuraNode", ["AuraBridges", "AuraConfig", "AuraPKI", "AuraWire"]),
        .testTarget(
            name: "ProtocolTests",
            dependencies: ["AuraCrypto", "AuraPKI", "AuraSession", "AuraTransport", "AuraWire", crypto],
            swiftSettings: houseRules),
        .testTarget(
            name: "FuzzTests", dependencies: ["AuraFuzz"], path: "Tests/Fuzz/Replay", swiftSettings: houseRules),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["AuraLab", .byName(name: program), "aura-flood", crypto, swiftASN1, x509],
            path: "Tests/EndToEnd", swiftSettings: houseRules),
    ]
)

if isFuzzing {
    package.targets += [
        .systemLibrary(name: "LibFuzzer", path: "Tests/Fuzz/LibFuzzer"),
        .executableTarget(
            name: "aura-fuzz", dependencies: ["AuraFuzz", "LibFuzzer"], path: "Tests/Fuzz/Program",
            swiftSettings: houseRules, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
    ]
}
