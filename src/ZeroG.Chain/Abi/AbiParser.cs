using System.Globalization;

namespace ZeroG.Chain.Abi;

/// <summary>
/// Reads human-readable declarations.
/// </summary>
/// <remarks>
/// Grammar, with spaces free between words:
/// <code>
/// parameters = "(" [ parameter { "," parameter } ] ")"
/// parameter  = type { "indexed" | "memory" | "calldata" | "storage" } [ name ]
/// type       = ( elementary | [ "tuple" ] parameters ) { "[" [ length ] "]" }
/// </code>
/// Solidity has no empty structs and no arrays of length zero; refusing both here is what lets the decoder bound an array by its data.
/// </remarks>
internal ref struct AbiParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;

    public AbiParser(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Reads the keyword that a declaration begins with and its name.</summary>
    public string ReadHeading(string keyword)
    {
        ReadOnlySpan<char> word = ReadWord();
        if (!word.SequenceEqual(keyword))
        {
            throw Error($"expected '{keyword}'");
        }

        ReadOnlySpan<char> name = ReadWord();
        return name.Length > 0 ? name.ToString() : throw Error("expected a name");
    }

    /// <summary>Reads a list in parentheses; <c>indexed</c> is understood only where <paramref name="allowIndexed"/> is set.</summary>
    public AbiParameter[] ReadParameters(bool allowIndexed = false)
    {
        Expect('(');
        List<AbiParameter> parameters = [];
        if (TryTake(')'))
        {
            return [];
        }

        do
        {
            parameters.Add(ReadParameter(allowIndexed));
        }
        while (TryTake(','));

        Expect(')');
        return [.. parameters];
    }

    public AbiType ReadType()
    {
        // A chain of array suffixes nests as well, but AbiType itself counts those: only parentheses recurse here.
        if (++_depth > AbiType.MaxDepth)
        {
            throw Error($"nests more than {AbiType.MaxDepth} levels");
        }

        AbiType type = ReadUnsuffixedType();
        while (TryTake('['))
        {
            type = AbiType.ArrayOf(type, ReadLength());
        }

        _depth--;
        return type;
    }

    /// <summary>The next word, or an empty span when something else comes.</summary>
    public ReadOnlySpan<char> ReadWord()
    {
        SkipSpace();
        int start = _position;
        while (_position < _text.Length && IsWordCharacter(_text[_position], first: _position == start))
        {
            _position++;
        }

        return _text[start.._position];
    }

    public void ExpectEnd()
    {
        SkipSpace();
        if (_position < _text.Length)
        {
            throw Error("expected the end");
        }
    }

    public readonly AbiException Error(string problem) =>
        new($"ABI declaration '{_text}', at character {_position.ToString(CultureInfo.InvariantCulture)}: {problem}.");

    private static bool IsWordCharacter(char c, bool first) => char.IsAsciiLetter(c) || c is '_' or '$' || (!first && char.IsAsciiDigit(c));

    private AbiParameter ReadParameter(bool allowIndexed)
    {
        AbiType type = ReadType();
        bool indexed = false;
        ReadOnlySpan<char> word = ReadWord();
        for (; word is "indexed" or "memory" or "calldata" or "storage"; word = ReadWord())
        {
            if (word is "indexed")
            {
                indexed = allowIndexed ? true : throw Error("'indexed' belongs to the parameters of an event");
            }
        }

        return new AbiParameter(word.ToString(), type, indexed);
    }

    private AbiType ReadUnsuffixedType()
    {
        SkipSpace();
        int start = _position;
        ReadOnlySpan<char> name = ReadWord();
        if (name is "" or "tuple")
        {
            AbiParameter[] components = ReadParameters();
            return components.Length > 0 ? AbiType.Tuple(components) : throw Error("a tuple needs a member");
        }

        AbiType? type = AbiType.Elementary(name);
        _position = type is null ? start : _position;
        return type ?? throw Error($"'{name}' is no ABI type");
    }

    private int? ReadLength()
    {
        if (TryTake(']'))
        {
            return null;
        }

        int start = _position;
        while (_position < _text.Length && char.IsAsciiDigit(_text[_position]))
        {
            _position++;
        }

        ReadOnlySpan<char> digits = _text[start.._position];
        if (digits.StartsWith("0") || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length))
        {
            throw Error("expected the length of an array, 1 or more");
        }

        Expect(']');
        return length;
    }

    private bool TryTake(char c)
    {
        SkipSpace();
        bool found = _position < _text.Length && _text[_position] == c;
        _position += found ? 1 : 0;
        return found;
    }

    private void Expect(char c)
    {
        if (!TryTake(c))
        {
            throw Error($"expected '{c}'");
        }
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }
}
