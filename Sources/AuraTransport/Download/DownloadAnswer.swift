/// What a place answered.
enum DownloadAnswer: Sendable {
    /// What was asked for.
    case body([UInt8])
    /// It is elsewhere: the Location field as it came.
    case elsewhere(String)
}
