using System.Numerics;

namespace ZeroG.Chain.Transactions;

/// <summary>
/// A signed permission to run the code of a contract in place of an account (EIP-7702). Its signature is not checked when a transaction is
/// decoded: an invalid authorization is skipped by the chain and does not make the transaction invalid.
/// </summary>
/// <param name="ChainId">The chain it is meant for; 0 for all.</param>
/// <param name="Address">The contract whose code is run.</param>
/// <param name="Nonce">The nonce of the signing account.</param>
/// <param name="YParity">The parity of the signature, one byte.</param>
/// <param name="R">The signature's r.</param>
/// <param name="S">The signature's s.</param>
public sealed record Authorization(BigInteger ChainId, Address Address, ulong Nonce, byte YParity, BigInteger R, BigInteger S);
