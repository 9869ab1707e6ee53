internal import Foundation

/// Dates as HTTP writes them (RFC 9110 section 5.6.7, IMF-fixdate), always in GMT.
struct HTTPDate: Sendable, Equatable, CustomStringConvertible {
    /// Seconds since the beginning of 1970, UTC.
    let unix: Int64

    init(unix: Int64) {
        self.unix = unix
    }

    /// The date that the wall clock shows.
    static var now: HTTPDate { HTTPDate(unix: Int64(Date().timeIntervalSince1970)) }

    /// A date in the one form that is still written; nil for any other.
    init?(_ text: String) {
        // Sun, 06 Nov 1994 08:49:37 GMT
        let fields = text.split(separator: " ")
        guard text.utf8.count == 29, fields.count == 6, fields[5] == "GMT" else { return nil }
        let clock = fields[4].split(separator: ":").compactMap { UInt8($0) }
        guard let day = Int64(fields[1]), let month = Self.months.firstIndex(of: String(fields[2])),
            let year = Int64(fields[3]), (1970...9999).contains(year), (1...31).contains(day),
            clock.count == 3, clock[0] < 24, clock[1] < 60, clock[2] <= 60
        else { return nil }
        let days = Self.days(year: year, month: Int64(month) + 1, day: day)
        unix = days * 86_400 + Int64(clock[0]) * 3600 + Int64(clock[1]) * 60 + Int64(clock[2])
    }

    var description: String {
        let days = Int64((Double(unix) / 86_400).rounded(.down))
        let second = unix - days * 86_400
        let (year, month, day) = Self.date(ofDay: days)
        let weekday = Self.weekdays[Int(((days + 4) % 7 + 7) % 7)]
        let clock = [second / 3600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
        return "\(weekday), \(Self.padded(day, 2)) \(Self.months[Int(month) - 1]) \(Self.padded(year, 4)) \(clock) GMT"
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Days since the beginning of 1970, by counting years from March, so that the day of the leap comes last.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (y, m) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
        return y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
    }

    /// The year, month and day of the month of a day counted from the beginning of 1970, for years 1 to 9999.
    static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let fromMarch = days + 719_468
        let cycle = fromMarch / 146_097
        let inCycle = fromMarch % 146_097
        let yearOfCycle = (inCycle - inCycle / 1460 + inCycle / 36_524 - inCycle / 146_096) / 365
        let inYear = inCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let m = (5 * inYear + 2) / 153
        let month = m < 10 ? m + 3 : m - 9
        return (cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0), month, inYear - (153 * m + 2) / 5 + 1)
    }
}
