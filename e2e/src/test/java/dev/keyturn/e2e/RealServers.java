package dev.keyturn.e2e;

import dev.keyturn.e2e.component.Provision;
import dev.keyturn.e2e.kube.RealControlPlane;
import dev.keyturn.e2e.vault.RealVault;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the shared servers to test parameters, starting each when it is first asked for. */
final class RealServers implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == RealControlPlane.class || type == RealVault.class || type == Provision.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    SharedServers shared = SharedServers.of(context);
    if (type == RealControlPlane.class) {
      return shared.controlPlane();
    }
    return type == RealVault.class ? shared.vault() : shared.provision();
  }
}
