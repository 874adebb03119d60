// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableExperimentalFeature("Lifetimes"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Parsing rooms: `unsafe` has to be spelled out wherever it is used.
let parsing: [SwiftSetting] = strict + [.strictMemorySafety()]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/" + name + "Tests",
        exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "postmortem",
    products: [.executable(name: "postmortem", targets: ["postmortem"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibpcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLz4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),

        .target(name: "Bytes", swiftSettings: parsing),
        .target(
            name: "Capture", dependencies: ["Bytes", "CLibpcap", "CZlib", "CZstd", "CLz4"], swiftSettings: parsing),
        .target(name: "Packets", dependencies: ["Bytes", "Capture", deque], swiftSettings: parsing),
        .target(name: "Streams", dependencies: ["Bytes", "Capture", "Packets", deque], swiftSettings: parsing),
        .target(name: "TLS", dependencies: ["Bytes", "COpenSSL"], swiftSettings: parsing),
        .target(name: "SMTP", dependencies: ["Bytes"], swiftSettings: parsing),
        .target(
            name: "Sessions", dependencies: ["Bytes", "Capture", "Packets", "Streams", "TLS", "SMTP"],
            swiftSettings: parsing),
        .target(
            name: "Knowledge", dependencies: [yams], resources: [.embedInCode("Rules")], swiftSettings: strict),
        .target(
            name: "Diagnosis",
            dependencies: ["Bytes", "Capture", "Packets", "Streams", "TLS", "SMTP", "Sessions", "Knowledge"],
            swiftSettings: strict),
        .target(
            name: "Reports",
            dependencies: [
                "Bytes", "Capture", "Packets", "Streams", "TLS", "SMTP", "Sessions", "Knowledge", "Diagnosis",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "postmortem",
            dependencies: [
                "Capture", "Packets", "Streams", "TLS", "Sessions", "Knowledge", "Diagnosis", "Reports", argumentParser,
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Bytes", "Capture", "Packets"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("Bytes", ["Bytes"]),
        tests("Capture", ["Bytes", "Capture"]),
        tests("Packets", ["Bytes", "Capture", "Packets"]),
        tests("Streams", ["Bytes", "Capture", "Packets", "Streams"]),
        tests("TLS", ["Bytes", "TLS"]),
        tests("SMTP", ["Bytes", "SMTP"]),
        tests("Sessions", ["Bytes", "Capture", "Packets", "Streams", "SMTP", "Sessions"]),
        tests("Knowledge", ["Knowledge"]),
        tests("Diagnosis", ["Capture", "Packets", "Streams", "TLS", "SMTP", "Sessions", "Knowledge", "Diagnosis"]),
        tests(
            "Reports",
            ["Bytes", "Capture", "Packets", "Streams", "TLS", "SMTP", "Sessions", "Knowledge", "Diagnosis", "Reports"],
            exclude: ["Golden"]),
        tests(
            "EndToEnd",
            ["Bytes", "Capture", "Packets", "Streams", "TLS", "SMTP", "Sessions", "Knowledge", "Diagnosis", "Reports"],
            exclude: ["Golden"]),
    ]
)

// The fuzzer is built on demand only: see Fuzzing/run.
if Context.environment["POSTMORTEM_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "TLSFuzz", dependencies: ["Bytes", "TLS"], path: "Fuzzing/TLSFuzz", swiftSettings: strict,
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]),
        .executableTarget(
            name: "TLSFuzzSeeds", dependencies: ["Bytes", "Capture", "Packets", "Streams", "SMTP", "Sessions"],
            path: "Fuzzing/TLSFuzzSeeds", swiftSettings: strict),
    ]
}
