namespace ZeroG.Compute.FineTuning.Datasets;

/// <summary>
/// Cuts a stream into lines, with as much in memory as the longest line takes. A line feed at the end of the stream begins no further line.
/// </summary>
internal sealed class LineBuffer(Stream stream, int longest)
{
    private const int FirstSize = 256 << 10;

    private byte[] _bytes = new byte[Math.Min(FirstSize, longest)];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Number of the line that was taken last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long Position { get; private set; }

    /// <summary>True when a line is longer than it may be, so that nothing more can be read.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Takes the next line, without its line feed; false when <see cref="FillAsync"/> is needed first.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(_start, _end - _start);
        int feed = rest.IndexOf((byte)'\n');
        if (feed < 0 && (!_ended || rest.IsEmpty))
        {
            line = default;
            return false;
        }

        line = feed < 0 ? rest : rest[..feed];
        _start += feed < 0 ? rest.Length : feed + 1;
        Line++;
        return true;
    }

    /// <summary>Reads on; false when there is nothing more.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length)
        {
            if (_end >= longest)
            {
                IsTooLong = true;
                return false;
            }

            Array.Resize(ref _bytes, (int)Math.Min(2L * _bytes.Length, longest));
        }

        int read = await stream.ReadAsync(_bytes.AsMemory(_end), cancellationToken);
        _end += read;
        Position += read;
        _ended = read == 0;
        return !_ended || _end > _start;
    }
}
