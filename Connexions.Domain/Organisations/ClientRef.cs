namespace Connexions.Domain.Organisations;

/// <summary>Names one client: rights, connexions and journal entries are tied to it, never to an organisation alone.</summary>
public readonly record struct ClientRef(ClientType Type, Guid Id)
{
    public static ClientRef? From(ClientType? type, Guid? id) =>
        type is { } t && id is { } i ? new ClientRef(t, i) : null;
}
