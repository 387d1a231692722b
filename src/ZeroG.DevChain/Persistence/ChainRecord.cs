namespace ZeroG.DevChain.Persistence;

/// <summary>One record of the chain's file.</summary>
internal readonly record struct ChainRecord(ChainRecordKind Kind, ReadOnlyMemory<byte> Content);
