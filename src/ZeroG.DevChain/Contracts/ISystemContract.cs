using ZeroG.Chain;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Contracts;

/// <summary>
/// A contract written in C# that lives at a known address. Its state must be in journaled values (<see cref="State.JournaledValue{T}"/> and
/// its siblings), or a revert would not take it back. Most contracts derive from <see cref="SystemContract"/>.
/// </summary>
public interface ISystemContract
{
    /// <summary>Where it lives.</summary>
    Address Address { get; }

    /// <summary>Its name for people, in errors and as marker in its code.</summary>
    string Name { get; }

    /// <summary>Answers a call with the encoded result.</summary>
    /// <exception cref="RevertException">The contract refuses; the chain takes back all that the call changed.</exception>
    byte[] Invoke(CallContext call);
}
