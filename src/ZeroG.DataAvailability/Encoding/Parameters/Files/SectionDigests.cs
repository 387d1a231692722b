using System.Security.Cryptography;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>Makes the SHA-256 of each section of a file while it is written.</summary>
internal sealed class SectionDigests(int pageSize) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> _digests = [];
    private long _length;

    /// <summary>Bytes that are missing until the page is full.</summary>
    public int MissingInPage => (int)((pageSize - (_length % pageSize)) % pageSize);

    /// <summary>The digests of all sections that ended.</summary>
    public byte[] All => [.. _digests];

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        _hash.AppendData(bytes.Span);
        _length += bytes.Length;
    }

    public void EndSection()
    {
        _digests.AddRange(_hash.GetHashAndReset());
        _length = 0;
    }

    public void Dispose() => _hash.Dispose();
}
