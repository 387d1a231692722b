using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Rpc;

/// <summary>All RPC methods by name. Each family of methods fills in its own.</summary>
internal sealed class RpcMethodTable
{
    // The prefixes under which Hardhat, Anvil and Ganache offer the same control calls.
    private static readonly string[] ControlPrefixes = ["hardhat_", "anvil_", "evm_"];

    private readonly Dictionary<string, RpcMethod> _methods = [];

    /// <summary>The names of all methods.</summary>
    public IReadOnlyCollection<string> Names => _methods.Keys;

    /// <exception cref="JsonRpcException">There is no such method.</exception>
    public RpcMethod this[string name] =>
        _methods.TryGetValue(name, out RpcMethod method) ? method : throw JsonRpcException.MethodNotFound(name);

    public void Add(string name, RpcHandler handler) => _methods.Add(name, new RpcMethod(handler, ChangesChain: false));

    /// <summary>Adds a control call under every prefix in use.</summary>
    /// <param name="name">Its name without the prefix.</param>
    /// <param name="handler">Its body.</param>
    /// <param name="changesChain">True when a chain on disk must do it again when it is opened.</param>
    public void AddControl(string name, RpcHandler handler, bool changesChain = false)
    {
        foreach (string prefix in ControlPrefixes)
        {
            _methods.Add(prefix + name, new RpcMethod(handler, changesChain));
        }
    }
}
