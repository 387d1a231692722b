namespace ZeroG.Chain.Transactions;

/// <summary>An account and the storage slots of it that a transaction announces to touch (EIP-2930).</summary>
public sealed record AccessListEntry(Address Address, IReadOnlyList<Hash256> StorageKeys);
