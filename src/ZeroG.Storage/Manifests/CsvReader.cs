using System.Buffers;
using System.Text;

namespace ZeroG.Storage.Manifests;

/// <summary>
/// Reads records as Export-Csv and Import-Csv of PowerShell understand them: UTF-8, commas, quotes doubled within quotes, lines that end
/// with LF or CRLF and may go on within quotes. It knows at which byte and line each record stands, and after a record that is none it goes
/// on with the next line.
/// </summary>
/// <param name="stream">Seekable; stays the caller's to dispose.</param>
internal sealed class CsvReader(Stream stream)
{
    /// <summary>No field is longer: paths and lists of nodes end far below. What is, lacks its closing quote.</summary>
    public const int LongestField = 128 << 10;

    private const int End = -1;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[16 << 10];
    private readonly ArrayBufferWriter<byte> _field = new();
    private readonly List<string> _fields = [];
    private long _bufferStart;
    private int _length;
    private int _next;
    private int _breaks;

    /// <summary>Byte at which the record begins that was read last.</summary>
    public long Start { get; private set; }

    /// <summary>Line on which it begins, counted from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>False when the file ended before the record did; a last record that only lacks its line break counts as such too.</summary>
    public bool Complete { get; private set; }

    /// <summary>Why it is no record; null when it is one.</summary>
    public string? Fault { get; private set; }

    private long Position => _bufferStart + _next;

    /// <summary>Goes to the beginning of a record.</summary>
    public void Seek(long position)
    {
        stream.Position = _bufferStart = position;
        _length = _next = 0;
        _breaks = 0;
    }

    /// <summary>Passes over a byte order mark at the beginning of the file.</summary>
    public void SkipMark()
    {
        ReadOnlySpan<byte> mark = Encoding.UTF8.Preamble;
        int matched = 0;
        while (matched < mark.Length && Take() == mark[matched])
        {
            matched++;
        }

        Seek(matched == mark.Length ? mark.Length : 0);
    }

    /// <summary>The fields of the next record, valid until the next call; null at the end. Look at <see cref="Fault"/> first.</summary>
    public IReadOnlyList<string>? Read()
    {
        Line += _breaks;
        _breaks = 0;
        Start = Position;
        Fault = null;
        _fields.Clear();
        int c = Take();
        if (c == End)
        {
            return null;
        }

        while (Fault is null)
        {
            c = ReadField(c);
            if (c != ',')
            {
                Complete = c == '\n';
                break;
            }

            c = Take();
        }

        if (Fault is not null)
        {
            Complete = Position < stream.Length;
            SkipLine();
        }

        return _fields;
    }

    /// <summary>Reads a field that begins with a byte, and gives the byte behind it: a comma, a line feed or the end.</summary>
    private int ReadField(int c)
    {
        _field.Clear();
        bool quoted = c == '"';
        if (quoted)
        {
            c = Take();
            while (c != End && (c != '"' || Peek() == '"') && _field.WrittenCount < LongestField)
            {
                c = c == '"' ? Take() : c;
                Add(c);
                c = Take();
            }

            if (c != '"')
            {
                Fault = "its quotation marks do not match";
                return c;
            }

            c = Take();
        }

        while (c is not (',' or '\n' or End))
        {
            if (c == '\r' && Peek() is '\n' or End)
            {
                c = Take();
                continue;
            }

            if (quoted || _field.WrittenCount == LongestField)
            {
                Fault = quoted ? "its quotation marks do not match" : "a value is too long";
                return c;
            }

            Add(c);
            c = Take();
        }

        try
        {
            _fields.Add(Strict.GetString(_field.WrittenSpan));
        }
        catch (DecoderFallbackException)
        {
            Fault = "it is not UTF-8";
        }

        return c;
    }

    /// <summary>Goes behind the line on which the record began.</summary>
    private void SkipLine()
    {
        Seek(Start);
        int c = Take();
        while (c is not ('\n' or End))
        {
            c = Take();
        }
    }

    private void Add(int c)
    {
        _field.GetSpan(1)[0] = (byte)c;
        _field.Advance(1);
    }

    private int Take()
    {
        int c = Peek();
        if (c != End)
        {
            _next++;
            _breaks += c == '\n' ? 1 : 0;
        }

        return c;
    }

    private int Peek()
    {
        if (_next == _length)
        {
            _bufferStart += _length;
            _next = 0;
            stream.Position = _bufferStart;
            _length = stream.Read(_buffer);
        }

        return _next < _length ? _buffer[_next] : End;
    }
}
