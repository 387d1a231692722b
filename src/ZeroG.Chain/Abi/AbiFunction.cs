namespace ZeroG.Chain.Abi;

/// <summary>
/// A contract function, declared as in Solidity: <c>function transfer(address to, uint256 amount) returns (bool)</c>. The same declaration
/// encodes calls for a client and decodes them for a contract.
/// </summary>
public sealed class AbiFunction
{
    private readonly AbiType _inputs;
    private readonly AbiType _outputs;

    private AbiFunction(string name, AbiParameter[] inputs, AbiParameter[] outputs, bool isPayable, bool isView)
    {
        Name = name;
        IsPayable = isPayable;
        IsView = isView;
        _inputs = AbiType.Tuple(inputs);
        _outputs = AbiType.Tuple(outputs);
        Signature = name + _inputs.CanonicalName;
        Selector = AbiSelector.Of(Signature);
    }

    /// <summary>The name without parameters.</summary>
    public string Name { get; }

    /// <summary>Name and canonical types: <c>transfer(address,uint256)</c>.</summary>
    public string Signature { get; }

    /// <summary>The first four bytes of a call as a big-endian number.</summary>
    public uint Selector { get; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<AbiParameter> Inputs => _inputs.Components;

    /// <summary>The results.</summary>
    public IReadOnlyList<AbiParameter> Outputs => _outputs.Components;

    /// <summary>True when the function takes value with the call.</summary>
    public bool IsPayable { get; }

    /// <summary>True when the function is declared <c>view</c> or <c>pure</c>, so that it is called and not sent.</summary>
    public bool IsView { get; }

    /// <summary>Parses a declaration; the word <c>function</c> begins it, visibility and mutability may follow the parameters.</summary>
    /// <exception cref="AbiException">The text is no function declaration.</exception>
    public static AbiFunction Parse(string declaration)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        AbiParser parser = new(declaration);
        string name = parser.ReadHeading("function");
        AbiParameter[] inputs = parser.ReadParameters();
        AbiParameter[] outputs = [];
        bool payable = false;
        bool view = false;
        for (ReadOnlySpan<char> word = parser.ReadWord(); word.Length > 0; word = parser.ReadWord())
        {
            switch (word)
            {
                case "payable":
                    payable = true;
                    break;
                case "view" or "pure":
                    view = true;
                    break;
                case "external" or "public" or "nonpayable":
                    break;
                case "returns" when outputs.Length == 0:
                    outputs = parser.ReadParameters();
                    break;
                default:
                    throw parser.Error($"'{word}' is no modifier");
            }
        }

        parser.ExpectEnd();
        return new AbiFunction(name, inputs, outputs, payable, view);
    }

    /// <summary>Selector and encoded arguments.</summary>
    /// <exception cref="AbiException">The arguments do not fit the parameters.</exception>
    public byte[] EncodeCall(params object?[] arguments) => AbiSelector.Encode(Selector, _inputs, arguments);

    /// <summary>The arguments of a call of this function.</summary>
    /// <exception cref="AbiException">Another selector, or malformed arguments.</exception>
    public object?[] DecodeCall(ReadOnlySpan<byte> calldata) => AbiSelector.Decode(Selector, _inputs, calldata, Signature);

    /// <summary>True when the data begins with this function's selector.</summary>
    public bool IsCall(ReadOnlySpan<byte> calldata) => AbiSelector.TryRead(calldata, out uint selector) && selector == Selector;

    /// <summary>The encoded results.</summary>
    /// <exception cref="AbiException">The values do not fit the declared results.</exception>
    public byte[] EncodeResult(params object?[] values) => AbiCoder.Encode(_outputs, values, []);

    /// <summary>The results of a call.</summary>
    /// <exception cref="AbiException">The data is malformed, which an empty answer of an address without code is too.</exception>
    public object?[] DecodeResult(ReadOnlySpan<byte> data) => AbiCoder.Decode(_outputs, data);

    /// <summary>The signature.</summary>
    public override string ToString() => Signature;
}
