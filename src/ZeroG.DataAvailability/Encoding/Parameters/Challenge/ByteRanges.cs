using ZeroG.Chain;

namespace ZeroG.DataAvailability.Encoding.Parameters.Challenge;

/// <summary>A file of which parts can be read, here or on a server.</summary>
internal abstract class ByteRanges(string name, long length) : IDisposable
{
    /// <summary>Path or address, for messages.</summary>
    public string Name => name;

    /// <summary>Bytes of the whole file.</summary>
    public long Length => length;

    /// <summary>Opens a file by its path, or by an address that begins with http:// or https://.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgChallengeNotFound</c>, <c>ZgChallengeUnreadable</c>, <c>ZgChallengeUnreachable</c>, <c>ZgChallengeNoRanges</c>.
    /// </exception>
    public static async Task<ByteRanges> OpenAsync(
        string pathOrUri, HttpMessageHandler? handler, TimeProvider time, CancellationToken cancellationToken) =>
        Uri.TryCreate(pathOrUri, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? await HttpByteRanges.OpenAsync(uri, handler, time, cancellationToken)
            : LocalByteRanges.Open(pathOrUri);

    /// <summary>Fills the buffer from an offset on, all within the file.</summary>
    /// <exception cref="ZeroGException">As for opening.</exception>
    public abstract Task ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken);

    public abstract void Dispose();

    /// <summary>The failure of a name that means nothing.</summary>
    protected static ZeroGException NotFound(string name, Exception? cause = null) => new(
        "ZgChallengeNotFound", ErrorKind.ObjectNotFound,
        $"There is no challenge file at '{name}'. Check the path or the address.", name, cause);
}
