internal import Foundation

/// What the lab has to say besides results.
public enum Diagnostics {
    /// Writes a line to standard error.
    public static func print(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
