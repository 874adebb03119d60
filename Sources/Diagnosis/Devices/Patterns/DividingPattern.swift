import Capture
import Packets
import SMTP
import Sessions
import Streams

/// Some deliveries break, alike, and others do not, and one circumstance divides them cleanly.
enum DividingPattern {
    /// What is enough on either side for more than chance.
    private static let fewest = 2

    static func find(_ attempts: [Attempt]) -> [DeviceStory.Remark] {
        let deliveries = attempts.filter { !$0.isTest }
        let broken = deliveries.filter(\.isBroken)
        let good = deliveries.filter(\.isDelivered)
        guard broken.count >= fewest, good.count >= fewest, Set(broken.map(\.failure.cause)).count == 1 else {
            return []
        }
        return [addresses(broken, good), sizes(broken, good), hours(broken, good) ?? period(broken, good)]
            .compactMap(\.self)
    }

    /// Over all of a device's sessions: what goes to one port breaks, what goes to another is delivered.
    static func ports(_ attempts: [Attempt]) -> DeviceStory.Remark? {
        let deliveries = attempts.filter { !$0.isTest && $0.port != nil }
        let broken = deliveries.filter(\.isBroken)
        let good = deliveries.filter(\.isDelivered)
        let (bad, well) = (Set(broken.compactMap(\.port)), Set(good.compactMap(\.port)))
        guard let first = broken.first, !good.isEmpty, bad.isDisjoint(with: well), bad.count == 1,
            Set(broken.map(\.failure.cause)).count == 1,
            // One that broke before the last success of the other port: what came later may be a change.
            good.last.map({ $0.start > first.start }) ?? false
        else { return nil }
        let others = well.sorted().map(String.init).joined(separator: ", ")
        return DeviceStory.Remark(
            "only-one-port",
            "on port \(bad.first ?? 0) every delivery \(first.outcomePhrase) (\(DeviceStory.phrase(broken.ids))), on port \(others) every one is delivered (\(DeviceStory.phrase(good.ids)))",
            broken.decisive + good.decisive)
    }

    private static func addresses(_ broken: [Attempt], _ good: [Attempt]) -> DeviceStory.Remark? {
        let bad = Set(broken.compactMap { $0.session.server?.address })
        let well = Set(good.compactMap { $0.session.server?.address })
        guard !bad.isEmpty, !well.isEmpty, bad.isDisjoint(with: well), let first = broken.first else { return nil }
        return DeviceStory.Remark(
            "only-one-server-address",
            "at \(list(bad)) every delivery \(first.outcomePhrase) (\(DeviceStory.phrase(broken.ids))), at \(list(well)) every one is delivered (\(DeviceStory.phrase(good.ids)))",
            broken.decisive + good.decisive)
    }

    private static func list(_ addresses: Set<IPAddress>) -> String {
        let words = addresses.map { "\($0)" }.sorted()
        return words.prefix(4).joined(separator: ", ") + (words.count > 4 ? ", …" : "")
    }

    /// Every message that breaks is larger than every one that was delivered.
    private static func sizes(_ broken: [Attempt], _ good: [Attempt]) -> DeviceStory.Remark? {
        let (bad, well) = (broken.compactMap(\.size), good.compactMap(\.size))
        guard bad.count == broken.count, well.count == good.count, let smallest = bad.min(), let largest = well.max(),
            smallest > largest, let first = broken.first
        else { return nil }
        return DeviceStory.Remark(
            "only-large-messages",
            "every message of \(Phrase.octets(smallest)) or more \(first.outcomePhrase) (\(DeviceStory.phrase(broken.ids))), every one up to \(Phrase.octets(largest)) is delivered (\(DeviceStory.phrase(good.ids)))",
            broken.decisive + good.decisive)
    }

    private static let hour: Int64 = 3_600_000_000_000
    private static let day: Int64 = 24 * hour

    /// On several days, always within one hour of the day, and never delivered in it.
    private static func hours(_ broken: [Attempt], _ good: [Attempt]) -> DeviceStory.Remark? {
        func time(_ attempt: Attempt) -> Int64 { (attempt.start.nanoseconds % day + day) % day }
        guard Set(broken.map { $0.start.nanoseconds / day }).count > 1, let first = broken.first else { return nil }
        // The window may lie over midnight: it begins at one of them.
        for start in broken.map(time) {
            func offset(_ attempt: Attempt) -> Int64 { (time(attempt) - start + day) % day }
            let length = broken.map(offset).max() ?? 0
            guard length <= hour, !good.contains(where: { offset($0) <= length }) else { continue }
            return DeviceStory.Remark(
                "only-at-one-hour",
                "between \(clock(start)) and \(clock((start + length) % day)) UTC, on \(Set(broken.map { $0.start.nanoseconds / day }).count) days, every delivery \(first.outcomePhrase) (\(DeviceStory.phrase(broken.ids))), at other times every one is delivered (\(DeviceStory.phrase(good.ids)))",
                broken.decisive + good.decisive)
        }
        return nil
    }

    private static func clock(_ nanoseconds: Int64) -> String {
        let minutes = nanoseconds / 60_000_000_000
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minutes / 60)):\(two(minutes % 60))"
    }

    /// All that broke lie between two successes, with none among them.
    private static func period(_ broken: [Attempt], _ good: [Attempt]) -> DeviceStory.Remark? {
        guard let first = broken.first, let last = broken.last,
            let before = good.last(where: { $0.start < first.start }),
            let after = good.first(where: { $0.start > last.start }),
            !good.contains(where: { $0.start >= first.start && $0.start <= last.start })
        else { return nil }
        return DeviceStory.Remark(
            "only-in-one-period",
            "for \(Phrase.seconds(last.start.seconds(since: first.start))) every delivery \(first.outcomePhrase) (\(DeviceStory.phrase(broken.ids))); before it (session \(before.id)) and after it (session \(after.id)) mail was delivered",
            broken.decisive + [before, after].decisive)
    }
}
