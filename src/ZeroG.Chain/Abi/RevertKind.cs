namespace ZeroG.Chain.Abi;

/// <summary>What the data of a reverted call says.</summary>
public enum RevertKind
{
    /// <summary>No data: a bare revert, or a function that the contract does not have.</summary>
    Empty,

    /// <summary><c>Error(string)</c>, from <c>require</c> and <c>revert</c> with a text.</summary>
    Error,

    /// <summary><c>Panic(uint256)</c>, from a failed check of the compiler.</summary>
    Panic,

    /// <summary>A custom error that the caller knows.</summary>
    Custom,

    /// <summary>Data of no known form.</summary>
    Unknown,
}
