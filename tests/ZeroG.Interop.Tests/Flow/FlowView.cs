using ZeroG.Chain;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>A call that only reads.</summary>
/// <param name="Name">What it tells.</param>
/// <param name="To">Whom it asks.</param>
/// <param name="Data">Call data.</param>
internal sealed record FlowView(string Name, Address To, byte[] Data);
