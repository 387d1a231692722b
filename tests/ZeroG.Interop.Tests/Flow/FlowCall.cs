using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>A call that is sent.</summary>
/// <param name="Name">What it is, for the message of a failure.</param>
/// <param name="From">Who calls.</param>
/// <param name="To">Whom.</param>
/// <param name="Value">Wei that travel along.</param>
/// <param name="Data">Call data.</param>
internal sealed record FlowCall(string Name, Address From, Address To, BigInteger Value, byte[] Data);
