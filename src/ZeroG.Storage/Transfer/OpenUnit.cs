using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>An open <see cref="UploadUnit"/>.</summary>
/// <param name="whole">The file, which is closed at the end.</param>
/// <param name="source">The part of it that is the unit.</param>
internal sealed class OpenUnit(FileSource whole, FileSource source) : IDisposable
{
    /// <summary>The unit's bytes.</summary>
    public FileSource Source => source;

    public void Dispose() => whole.Dispose();
}
