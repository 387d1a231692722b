namespace ZeroG.Chain.Abi;

/// <summary>A custom error of a contract: <c>error NotEnough(uint256 have, uint256 need)</c>.</summary>
public sealed class AbiError
{
    private readonly AbiType _inputs;

    private AbiError(string name, AbiParameter[] inputs)
    {
        Name = name;
        _inputs = AbiType.Tuple(inputs);
        Signature = name + _inputs.CanonicalName;
        Selector = AbiSelector.Of(Signature);
    }

    /// <summary>The name without parameters.</summary>
    public string Name { get; }

    /// <summary>Name and canonical types: <c>NotEnough(uint256,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of the revert data as a big-endian number.</summary>
    public uint Selector { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs => _inputs.Components;

    /// <summary>Parses a declaration, which begins with the word <c>error</c>.</summary>
    /// <exception cref="AbiException">The text is no error declaration.</exception>
    public static AbiError Parse(string declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        AbiParser parser = new(declaration);
        string name = parser.ReadHeading("error");
        AbiParameter[] inputs = parser.ReadParameters();
        parser.ExpectEnd();
        return new AbiError(name, inputs);
    }

    /// <summary>The revert data: selector and encoded arguments.</summary>
    /// <exception cref="AbiException">The arguments do not fit the parameters.</exception>
    public byte[] Encode(params object?[] arguments) => AbiSelector.Encode(Selector, _inputs, arguments);

    /// <summary>The arguments in revert data of this error.</summary>
    /// <exception cref="AbiException">Another selector, or malformed arguments.</exception>
    public object?[] Decode(ReadOnlySpan<byte> data) => AbiSelector.Decode(Selector, _inputs, data, Signature);

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;
}
