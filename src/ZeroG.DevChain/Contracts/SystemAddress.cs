using System.Text;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts;

/// <summary>
/// Where native contracts live: at the last 20 bytes of keccak256("zerog.devchain/NAME"), so that a new one needs no register.
/// </summary>
public static class SystemAddress
{
    /// <summary>The address for a name; case matters.</summary>
    public static Address Of(string name) => new(Hash256.Keccak(Encoding.UTF8.GetBytes($"zerog.devchain/{name}")).Bytes[^Address.Size..]);
}
