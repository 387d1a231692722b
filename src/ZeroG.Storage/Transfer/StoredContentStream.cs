using System.Runtime.ExceptionServices;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Content on the nodes as a stream to read and seek in. Segments ahead of the reader are in flight; a jump elsewhere begins anew there.
/// </summary>
/// <param name="content">Closed with the stream.</param>
/// <param name="reader">Reads it.</param>
/// <param name="start">Where the stream begins in the content.</param>
/// <param name="length">Bytes of the stream.</param>
internal sealed class StoredContentStream(StoredContent content, ContentReader reader, long start, long length) : Stream
{
    private IAsyncEnumerator<ReadOnlyMemory<byte>>? _pieces;
    private CancellationTokenSource? _stop;
    private ReadOnlyMemory<byte> _piece;
    private long _position;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override bool CanSeek => !_disposed;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty || _position >= Length)
        {
            return 0;
        }

        if (_piece.IsEmpty)
        {
            try
            {
                _stop ??= new CancellationTokenSource();
                _pieces ??= reader.ReadAsync(start + _position, length - _position, _stop.Token).GetAsyncEnumerator(CancellationToken.None);
                using CancellationTokenRegistration stopping =
                    cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
                await _pieces.MoveNextAsync();
                _piece = _pieces.Current;
            }
            catch (Exception failure)
            {
                await LeaveAsync();
                cancellationToken.ThrowIfCancellationRequested();
                ExceptionDispatchInfo.Throw(failure);
            }
        }

        int count = Math.Min(buffer.Length, _piece.Length);
        _piece[..count].CopyTo(buffer);
        _piece = _piece[count..];
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        long position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(position, nameof(offset));
        if (position != _position)
        {
            LeaveAsync().AsTask().GetAwaiter().GetResult();
            _position = position;
        }

        return position;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await LeaveAsync();
            content.Dispose();
        }

        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private async ValueTask LeaveAsync()
    {
        _piece = default;
        if (_pieces is { } pieces)
        {
            _pieces = null;
            await pieces.DisposeAsync();
        }

        _stop?.Dispose();
        _stop = null;
    }
}
