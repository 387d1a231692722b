using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>One file of the input of an upload, in its place.</summary>
/// <param name="Given">The input item, which errors are about.</param>
/// <param name="Path">Full path; null for content that is no file.</param>
/// <param name="Open">Opens the file, or says why it cannot be opened.</param>
/// <param name="Size">Bytes when it was looked at.</param>
/// <param name="Written">When it was written last, as seen before it was opened; null for content that is no file.</param>
/// <param name="Done">What a manifest says of it, so that nothing is left to do; null otherwise.</param>
internal sealed record UploadEntry(
    object Given, string? Path, Func<FileSource> Open, long Size = 0, DateTimeOffset? Written = null, UploadResult? Done = null);
