using System.Security.Cryptography;
using ZeroG.Chain;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// The body of a response on its way to the client library: hashed as it passes, kept when it is no stream of events. Readers may stop
/// early and dispose it; it lives until <see cref="FinishAsync"/>.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="provider">For messages.</param>
/// <param name="isEventStream">True when it is a stream of events, which is not kept.</param>
/// <param name="response">Closed at the end.</param>
internal sealed class ExchangeStream(Stream body, Uri provider, bool isEventStream, IDisposable response) : Stream
{
    // Ten images of 4 megapixels in Base64 stay below.
    private const int LargestKept = 256 << 20;

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(10);

    private static readonly byte[] DoneMark = "[DONE]"u8.ToArray();

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _kept = new();
    private byte[] _tail = [];
    private bool _isFinished;

    /// <summary>SHA-256 in lower-case hex; null before the end.</summary>
    public string? Hash { get; private set; }

    /// <summary>The body so far; empty for a stream of events.</summary>
    public ReadOnlyMemory<byte> Kept => _kept.GetBuffer().AsMemory(0, (int)_kept.Length);

    /// <summary>True when the mark came that ends a stream of events.</summary>
    public bool SawDone => _tail.AsSpan().IndexOf(DoneMark) >= 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw StreamFaults.Cut(provider, e);
        }

        Take(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads what is left and closes the connection. A body that does not end in time stays without a hash.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (_isFinished)
        {
            return;
        }

        _isFinished = true;
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(EndLimit);
        try
        {
            byte[] rest = new byte[4096];
            while (Hash is null && await ReadAsync(rest, limit.Token) > 0)
            {
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whoever sends an end mark and no end has answered; the answer just cannot be compared.
        }
        finally
        {
            CloseConnection();
        }
    }

    /// <summary>Closes the connection at once.</summary>
    public void Abandon()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            CloseConnection();
        }
    }

    private void CloseConnection()
    {
        body.Dispose();
        response.Dispose();
        _hash.Dispose();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            Hash ??= Convert.ToHexStringLower(_hash.GetCurrentHash());
            return;
        }

        _hash.AppendData(bytes);
        byte[] seen = [.. _tail, .. bytes.Length > 64 ? bytes[^64..] : bytes];
        _tail = seen.Length > 64 ? seen[^64..] : seen;
        if (isEventStream)
        {
            return;
        }

        if (_kept.Length + bytes.Length > LargestKept)
        {
            throw new ZeroGException(
                "ZgProviderAnswerInvalid", ErrorKind.ProtocolError,
                $"The answer of {ProviderText.Of(provider)} is larger than {LargestKept >> 20} MiB. Ask for less at once.",
                ProviderText.Of(provider));
        }

        _kept.Write(bytes);
    }
}
