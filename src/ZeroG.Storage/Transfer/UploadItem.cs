using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>A file of an upload of many.</summary>
/// <param name="Key">Whatever tells the caller which file this is; comes back with the result.</param>
/// <param name="Open">
/// Opens the file, and throws a <c>ZeroGException</c> when it cannot. It is called once to hash and again to send, perhaps several times
/// at once, and must give the same bytes each time: an encrypted source keeps its nonce. The upload disposes what it gets.
/// </param>
public sealed record UploadItem(object Key, Func<FileSource> Open);
