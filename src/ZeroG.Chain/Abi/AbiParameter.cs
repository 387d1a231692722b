namespace ZeroG.Chain.Abi;

/// <summary>A parameter of a function, event or error, or a member of a tuple.</summary>
/// <param name="Name">The declared name; empty when the declaration gives none.</param>
/// <param name="Type">The type.</param>
/// <param name="Indexed">True for an event parameter that is stored as a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool Indexed = false)
{
    /// <summary>The parameter as it can be declared: <c>uint256 indexed tokenId</c>.</summary>
    public override string ToString() => Type + (Indexed ? " indexed" : "") + (Name.Length > 0 ? " " + Name : "");
}
