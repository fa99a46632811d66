namespace Connexions.Domain.Integrations.OpenAi;

public sealed class OpenAiConnexion : Connexion;
