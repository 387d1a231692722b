namespace ZeroG.Chain.Signing;

/// <summary>A member of an EIP-712 struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">An elementary ABI type, the name of a struct, or an array of either: <c>Item[2][]</c>.</param>
public sealed record TypedDataField(string Name, string Type);
