import Diagnosis
import Knowledge
import Packets

/// A device and what its sessions show together.
struct DeviceReport: Encodable, Sendable {
    var addresses: [String]
    /// Only where the capture shows the device's own.
    var mac: String?
    var vendor: String?
    var vendorSource: String?
    /// What shows the vendor.
    var vendorBecause: String?
    var name: String?
    var nameSource: String?
    /// Its packets crossed a router and the address is public: others may stand behind it.
    var mayBeSeveral: Bool
    /// Numbers of sessions.
    var sessions: [Int]
    var habits: [RemarkReport]
    var patterns: [RemarkReport]

    enum CodingKeys: String, CodingKey {
        case addresses, mac, vendor, name, sessions, habits, patterns
        case vendorSource = "vendor_source"
        case vendorBecause = "vendor_because"
        case nameSource = "name_source"
        case mayBeSeveral = "may_be_several"
    }

    init(_ device: ReportedDevice) {
        let story = device.story
        addresses = story.addresses.map(\.description)
        mac = story.mac?.description
        vendor = story.identity.vendor
        vendorSource = story.identity.vendorSource?.rawValue
        vendorBecause = story.identity.evidence?.text
        name = story.identity.name
        nameSource = story.identity.nameSource?.rawValue
        mayBeSeveral = story.mayBeSeveral
        sessions = story.sessions
        habits = story.habits.map { RemarkReport($0, device) }
        patterns = story.patterns.map { RemarkReport($0, device) }
    }
}

/// A habit, or a pattern over sessions.
struct RemarkReport: Encodable, Sendable {
    /// Frames of one session; `capture` where they are not in the session's own file.
    struct Sign: Encodable, Sendable {
        var session: Int
        var capture: Int?
        var frames: [Int]
    }

    var id: String
    var text: String
    var meaning: String?
    /// Sessions whose part in it was inferred; absent where there are none.
    var inferred: [Int]?
    var evidence: [Sign]

    init(_ remark: DeviceStory.Remark, _ device: ReportedDevice) {
        id = remark.id
        text = remark.text
        meaning = remark.meaning?.meaning
        inferred = remark.inferred.isEmpty ? nil : remark.inferred
        evidence = remark.signs.flatMap { sign -> [Sign] in
            guard let places = device.places[sign.session] else { return [] }
            return places.byFile(sign.frames).map { file in
                Sign(
                    session: sign.session, capture: file.capture == places.capture ? nil : file.capture,
                    frames: file.frames)
            }
        }
    }
}
