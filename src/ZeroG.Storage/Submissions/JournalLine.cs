namespace ZeroG.Storage.Submissions;

/// <summary>A line of a <see cref="JournalFile"/>.</summary>
/// <param name="Position">Where it begins in the file.</param>
/// <param name="Text">Its bytes without the line's end.</param>
internal readonly record struct JournalLine(long Position, ArraySegment<byte> Text);
