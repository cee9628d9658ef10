# One image for every process of Onepool; the command says which: worker, gateway, prepare, doctor, cases ...
# Debian, not Alpine: the Temporal worker's native part is built against glibc.

FROM node:22.22.2-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
# The product alone: simulators, local servers, benches and proofs stay in the checkout.
RUN rm -r dist/lab

FROM node:22.22.2-bookworm AS production-packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:22.22.2-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# The slim image has no certificate authorities, and the worker's native part needs them to reach an encrypted Temporal.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=production-packages /app/node_modules ./node_modules
COPY package.json ./
COPY bin ./bin
COPY --from=build /app/dist ./dist
# Read at run time, from beside package.json.
COPY systems/database/migrations ./systems/database/migrations
COPY systems/database/functions ./systems/database/functions
COPY config/example.brand.yaml config/brand.schema.json ./config/
# Files belong to root and are read by a user who may change none of them.
USER node
EXPOSE 8080
ENTRYPOINT ["node", "--enable-source-maps", "bin/onepool.js"]
CMD ["--help"]
