using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts;

/// <summary>Makes a contract whose state lives in the journal; called at genesis and again when the chain is reset.</summary>
public delegate ISystemContract SystemContractFactory(Journal journal);
